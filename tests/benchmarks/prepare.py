"""Migrates a fresh city and founds it, without reports: for the load and the faults."""

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command

    from tests.benchmarks import town

    call_command("migrate", verbosity=0)
    town.found()


if __name__ == "__main__":
    main()
