"""The papers of an internship: which facts they hold, in which words, who signs what of them."""
