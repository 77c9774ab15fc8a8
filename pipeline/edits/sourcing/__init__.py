"""Who says something, and in whose words: sources, speakers, quotations, signatures."""
