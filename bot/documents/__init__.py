"""Documents for the office, one module each: the minutes in Word, the year's plan in Excel."""
