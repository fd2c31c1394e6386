"""What the columns of exports are called, in the languages they come in, by the field they stand for.

Names are compared folded: lower case, no accents, words apart ("reviewCreatedAt" and "Review_created-at" are "review
created at"). Earlier names win over later ones.
"""

from __future__ import annotations

import re

from collectors.datewords import folded

FIELDS = (
    "id", "text", "title", "author", "published", "rating", "url", "entity",
    "likes", "replies", "shares", "reply", "scraped", "language",
)  # fmt: skip


def _split(names: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in names.split("|"))


NAMES: dict[str, tuple[str, ...]] = {
    "id": _split(
        """review id | id | tweet id | comment id | post id | doc id | item id | external id | own id | guid | uuid
        | review uuid | id str | bewertungs id | id resena | name"""
    ),
    "text": _split(
        """text | review text | full text | body | review body | content | comment | comment text | review |
        reviews | message | feedback | snippet | tweet | tweet text | review content | review comment |
        description | opinion | review text published | consumer complaint narrative | complaint | complaints |
        verbatim | issue | remark | remarks | kommentar | bewertungstext | rezension | rezensionstext |
        beschwerde | nachricht | resena | texto | comentario | comentarios | mensaje | queja | contenido | avis
        | commentaire | texte | message client | recensione | testo | commento | avaliacao | comentario do
        cliente | recensie | tekst | opmerking | beoordelingstekst"""
    ),
    "title": _split(
        """title | review title | headline | header | review header | subject | summary | heading | titel | betreff
        | uberschrift | titulo | asunto | titre | objet | titolo | oggetto | assunto | onderwerp"""
    ),
    "author": _split(
        """author | reviewer | reviewer name | reviewer display name | author name | user name | username | screen
        name | customer name | customer | guest name | guest | display name | nickname | nick | user | posted by
        | by | author id | passenger name | consumer display name | client | reviewer nickname | name | autor |
        verfasser | kunde | kundenname | gast | benutzer | usuario | cliente | nombre | auteur | utilisateur |
        nom | autore | utente | nome | klant | gebruiker | naam"""
    ),
    "published": _split(
        """published | published at | publish time | published date | publication date | created at | created |
        create time | created time | time created | tweet created | creation date | created utc | review time |
        review date | date | datetime | date time | timestamp | at | time | posted | posted at | post date |
        date posted | date published | date created | date received | submitted | submitted at | review created
        at | parsed date | updated | update time | updated at | relative date | when | datum | erstellt |
        erstellt am | zeit | zeitpunkt | bewertungsdatum | fecha | fecha de publicacion | fecha resena | date de
        publication | date de l avis | date avis | data | data pubblicazione | data da avaliacao | publicado"""
    ),
    "rating": _split(
        """rating | stars | star rating | review rating | overall rating | score | review score | review stars |
        rate | note | overall | overall score | rating value | review rating value | user rating | five star
        rating published | nps score | grade | bewertung | sterne | punkte | schulnote | puntuacion |
        calificacion | valoracion | estrellas | nota | etoiles | punteggio | voto | stelle | classificacao |
        estrelas | beoordeling | sterren | score global | recommendation | recommendation type | recommended |
        recommend"""
    ),
    "url": _split(
        """url | link | permalink | review url | review link | google maps url | tweet url | source url | lien |
        enlace"""
    ),
    "entity": _split(
        """entity | brand | venue | business | business name | restaurant | restaurant name | hotel | hotel name |
        store | store name | shop | shop name | branch | location name | place name | company | company name |
        property name | airline | airline name | app | app name | clinic | place | location | filiale | standort
        | firma | marke | geschaft | negocio | tienda | sucursal | empresa | marca | restaurante | entreprise |
        magasin | etablissement | marque | azienda | negozio | ristorante | loja | bedrijf | winkel"""
    ),
    "likes": _split(
        """likes | like count | likes count | favorite count | favourites count | favorites | thumbs up count |
        thumbs up | helpful | helpful count | helpful votes | upvotes | votes | points | me gusta | gefallt mir
        | im vote sum"""
    ),
    "replies": _split(
        "replies | reply count | replies count | num comments | comment count | comments count | answers"
    ),
    "shares": _split(
        """shares | share count | retweets | retweet count | reposts | repost count | reblogs | reblogs count |
        partages"""
    ),
    "reply": _split(
        """reply | reply content | reply text | review reply comment | owner response | owner reply | owner answer
        | response from owner | response text | developer response | business response | company reply | company
        reply text | antwort | antwort des inhabers | respuesta | respuesta del propietario | reponse | reponse
        du proprietaire | risposta"""
    ),
    "scraped": _split(
        """scraped at | scraped | scrape date | scrape time | crawled at | retrieved | retrieved at | fetched at |
        extracted at"""
    ),
    "language": _split("language | lang | review language | language code | sprache | idioma | langue | lingua"),
}

_LATE = (
    "updated",
    "update time",
    "updated at",
    "relative date",
    "when",
)  # used when nothing says when it was first said
_NOISE = frozenset(("review", "reviews", "passenger", "guest", "reviewer", "properties", "im", "label", "attributes"))
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")


def plain_name(name: str) -> str:
    """A column's name folded to plain words: "reviewCreatedAt" -> "review created at"."""
    return " ".join(_WORD.findall(folded(_CAMEL.sub(" ", name))))


def rank(field: str, name: str) -> int | None:
    """How good a name is for a field: 0 is the best, None is no name for it."""
    names = NAMES[field]
    words = plain_name(name)
    if words in names:
        return names.index(words)
    bare = " ".join(word for word in words.split() if word not in _NOISE)
    return len(names) + names.index(bare) if bare in names else None


def is_late(name: str) -> bool:
    """Names of times that are not when it was first said."""
    return plain_name(name) in _LATE


def known(name: str) -> bool:
    """Is this the name of any field?"""
    return any(rank(field, name) is not None for field in FIELDS)
