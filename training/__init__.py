"""How the models are made: nothing here is needed to run, test or bench the bot."""
