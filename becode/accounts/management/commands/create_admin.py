"""The first administrator of an installation."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.accounts.workflow import create_account
from becode.core import clock
from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove


class Command(BaseCommand):
    help = "Make the first administrator, who then invites everybody else in the staff site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="address that receives the sign-in codes")
        parser.add_argument("--name", default="", help="the administrator's name")
        parser.add_argument("--language", default="nl", choices=["nl", "fr", "en"])
        parser.add_argument(
            "--another", action="store_true", help="also when there is an administrator"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError, with a plain sentence, where no account can be made."""
        email = options["email"].strip()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address.") from error
        if not options["another"] and User.objects.with_role(Role.ADMINISTRATOR).exists():
            raise CommandError(
                "There is an administrator already, who can invite others in the staff site. "
                "Use --another to make one more."
            )
        try:
            user = create_account(
                email=email,
                name=options["name"] or email.partition("@")[0],
                language=options["language"],
                roles=[Role.ADMINISTRATOR],
                actor=SYSTEM,
                at=clock.now(),
            )
        except IllegalMove as error:
            raise CommandError(str(error.sentence)) from error
        self.stdout.write(f"{user.email} is administrator.")
        self.stdout.write(f"Sign in at {settings.BASE_URL}{reverse('account_login')}")
        if settings.PRINT_SECRETS:
            self.stdout.write("This is a trial: the code appears on the console of 'make run'.")
        else:
            self.stdout.write("The code comes by e-mail.")
