"""What a merge of two people means for messages: they go along."""

from becode.people.settling import moves, stays

moves("messaging.message.person")
stays("messaging.unwanted.person")  # asked of all records of a person
