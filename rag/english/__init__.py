"""What can be said of English words: phrases, nouns, quantities, dates and the calendar."""
