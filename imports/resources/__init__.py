"""The registers that can be imported, in the order in which they are offered."""

from imports.resource import Resource

RESOURCES: dict[str, Resource] = {resource.key: resource for resource in ()}
