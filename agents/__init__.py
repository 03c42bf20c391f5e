"""Who they are: residents, organisations, social workers, government - state and its meaning, no behaviour."""

from .government import Government
from .organization import Organization
from .resident import Resident
from .social_worker import SocialWorker

KINDS = (Resident, Organization, SocialWorker, Government)

__all__ = ["KINDS", "Government", "Organization", "Resident", "SocialWorker"]
