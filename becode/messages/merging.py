"""What a merge of two people means for messages: they go along."""

from becode.people.settling import moves

moves("messaging.message.person")
