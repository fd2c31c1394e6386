"""One file per page. A page reads once, hands values to the pieces, and holds no words of its own."""
