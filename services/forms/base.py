"""What the forms of this floor share."""


class RulesInAction:
    """A model form that leaves the constraints to the action, whose sentences stand at their fields."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.validate_constraints = _nothing


def _nothing(exclude=None) -> None:
    """In place of the model's own check; the action makes it, and the database holds it."""
