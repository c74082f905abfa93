"""Draws hunts. The same seed and number give the same hunt."""

import random

from hunt import Hunt
from retrieving import Retrieving
from working import Working


class Whole(Retrieving, Working):
    """Draws a whole hunt."""

    def body(self, length):
        weights = {self.get: 16 if not self.finds else 6, self.find: 24, self.assign: 12, self.disp: 12, self.merge: 4,
                   self.new: 3, self.sort: 4, self.group: 8, self.join: 6, self.describe: 4, self.info: 3, self.save: 3}
        while len(self.statements) < length:
            self.random.choices(list(weights), list(weights.values()))[0]()
        self.disp()


def draw(seed, number, bundles):
    """Draws one hunt."""
    source = random.Random(f"{seed}/{number}")
    bundle = source.choices([bundle for bundle, _ in bundles], [weight for _, weight in bundles])[0]
    prefetch, finds = number % 2 == 0, source.random() < 0.6
    drawing = Whole(source, bundle, prefetch, finds)
    if finds:
        drawing.survey()
    else:
        drawing.get()
        while not drawing.statements:
            drawing.get()
    drawing.body(source.randrange(5, 10))
    return Hunt(f"{seed}/{number}", bundle.name, prefetch, tuple(drawing.statements))
