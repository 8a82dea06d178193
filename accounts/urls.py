from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.ProfileView.as_view(), name="profile"),
    path("login/", views.LoginView.as_view(), name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("password/", views.PasswordView.as_view(), name="password"),
    path("language/", views.LanguageView.as_view(), name="language"),
    path("columns/", views.ColumnsView.as_view(), name="columns"),
    path("one-time/<str:person>/<str:token>/", views.OneTimeView.as_view(), name="one-time"),
]
