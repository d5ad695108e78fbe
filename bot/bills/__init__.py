"""Payment bills as people download them: WeChat Pay, Alipay, banks; files to ``Payment`` values.

Knows how each is written, by the names of its columns. Knows no member and no dues.
"""

from bot.bills.bill import Bill, BillError, read_bill

__all__ = ["Bill", "BillError", "read_bill"]
