"""A scanner for tests and for a first look: knows EICAR's test file and nothing else."""

from . import Verdict


#: Written in two parts, so that a scanner on the developer's machine leaves this file alone.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Eicar:
    """Protects nobody: it shows what the pages do when a real scanner finds something."""

    def scan(self, content: bytes) -> Verdict:
        return Verdict("Eicar-Test-Signature" if EICAR in content else "")
