"""A perturbed image shows the same thing, and is not the image that the public set holds."""

import torch

from autograder.data.augment import perturb


def images(count=200):
    """A few bright pixels away from the border, so that no shift loses one."""
    generator = torch.Generator().manual_seed(5)
    drawn = torch.zeros(count, 28, 28, dtype=torch.uint8)
    drawn[:, 9:19, 8:17] = torch.randint(100, 256, (count, 10, 9), generator=generator, dtype=torch.uint8)
    return drawn


def test_form():
    out = perturb(images(3), torch.Generator().manual_seed(0))
    assert out.shape == (3, 1, 28, 28) and out.dtype == torch.float32
    assert perturb(images(0), torch.Generator()).shape == (0, 1, 28, 28)


def test_every_image_is_a_shift_by_at_most_a_pixel_times_one_brightness():
    originals = images()
    out = perturb(originals, torch.Generator().manual_seed(1)).squeeze(1)
    shifts, factors = set(), []
    for original, image in zip(originals.float() / 255, out, strict=True):
        factor = (image.sum() / original.sum()).item()
        fits = [
            (down, right)
            for down in (-1, 0, 1)
            for right in (-1, 0, 1)
            if torch.allclose(image, original.roll((down, right), (0, 1)) * factor, atol=1e-5)
        ]
        assert len(fits) == 1
        shifts |= set(fits)
        factors.append(factor)
    assert len(shifts) == 9  # all of them occur among 200 images
    assert 0.9 - 1e-5 <= min(factors) < 0.91 and 0.99 < max(factors) <= 1 + 1e-5
    assert len(set(factors)) > 190  # each image has its own


def test_what_is_shifted_out_does_not_come_back_on_the_other_side():
    border = torch.zeros(100, 28, 28, dtype=torch.uint8)
    border[:, :, 0] = 255
    out = perturb(border, torch.Generator().manual_seed(2))
    assert out[..., 2:].max() == 0


def test_same_seed_same_images_other_seed_other_images():
    first, second, other = (perturb(images(), torch.Generator().manual_seed(seed)) for seed in (3, 3, 4))
    assert torch.equal(first, second)
    assert not torch.equal(first, other)


def test_input_and_global_generator_are_left_alone():
    given = images(4)
    before, state = given.clone(), torch.get_rng_state()
    perturb(given, torch.Generator().manual_seed(0))
    assert torch.equal(given, before) and torch.equal(torch.get_rng_state(), state)
