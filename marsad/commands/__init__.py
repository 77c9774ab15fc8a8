"""The commands by topic: set-up, work, a look at what is stored, reading one page, the demo."""
