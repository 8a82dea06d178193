from accounts.models.api_token import ApiToken, Power
from accounts.models.login_bucket import LoginBucket
from accounts.models.user import Language, User

__all__ = ["ApiToken", "Language", "LoginBucket", "Power", "User"]
