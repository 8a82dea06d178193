from accounts.models.login_bucket import LoginBucket
from accounts.models.user import Language, User

__all__ = ["Language", "LoginBucket", "User"]
