"""What a merge of two people means for their way in: links go along, sessions end."""

from becode.people.settling import moves, stays

moves("portal.accesslink.person")
stays("portal.signout.person")
