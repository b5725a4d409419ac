"""Held-out images that nobody has seen before: what each shows stays the same, its pixels do not.

The test images of FashionMNIST are public, and a submission could carry a table of their digests with the
answers. A shift by a pixel and a slightly darker tone make such a table useless and leave the class alone. (A
table of coarse copies still finds them: benchmarks/table_of_pictures.py. See docs/security.md.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Generator, Tensor

SHIFT = 1  # pixels, in each direction
DARKEST = 0.9  # times the brightness


def perturb(images: Tensor, generator: Generator) -> Tensor:
    """Return uint8 images (N, H, W) as float32 (N, 1, H, W) in [0, 1], each shifted and darkened by a draw.

    A shift is up to one pixel in each direction, with black where nothing was; the brightness is multiplied
    by 0.9 to 1.0. The draws come from `generator`, a CPU one, and from nothing else.
    """
    import torch
    from torch.nn import functional

    count, height, width = images.shape
    padded = functional.pad(images, (SHIFT, SHIFT, SHIFT, SHIFT))
    tops, lefts = torch.randint(0, 2 * SHIFT + 1, (2, count), generator=generator)
    brightness = torch.empty(count, 1, 1).uniform_(DARKEST, 1.0, generator=generator)
    rows = tops[:, None] + torch.arange(height)
    columns = lefts[:, None] + torch.arange(width)
    shifted = padded[torch.arange(count)[:, None, None], rows[:, :, None], columns[:, None, :]]
    return (shifted.float() / 255 * brightness).unsqueeze(1)
