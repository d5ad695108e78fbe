"""Documents for the office and the group, one module each.

Pictures, pages and workbooks are made of ``Table`` values; the minutes in Word, of a template.
"""
