"""The monthly report: what was said, what was done about it and whether it helped, on a few printed pages.

`month` reads the values, `drawing` makes pictures of them, `sheet` the page, `pdf` the file an agency hands to its
client. No customer is named in it.
"""
