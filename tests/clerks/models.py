"""Users as a city's directory has them: a number of staff, no first and last name."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models


class Clerk(AbstractBaseUser, PermissionsMixin):
    staff_number = models.CharField(max_length=20, unique=True)
    is_active = models.BooleanField(default=True)

    objects = BaseUserManager()

    USERNAME_FIELD = "staff_number"

    def __str__(self):
        return self.staff_number
