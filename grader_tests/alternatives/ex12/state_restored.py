"""The global generators are used, and put back to what they were: states count, not calls."""

import random


class _Restoring(DataLoader):
    """Shuffles with torch's global generator, in an order that the seed and the epoch decide."""

    def __init__(self, *args, seed, **kwargs):
        super().__init__(*args, **kwargs)
        self.begin, self.epoch = seed, 0

    def __iter__(self):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.begin + 7919 * self.epoch)
            self.epoch += 1
            batches = super().__iter__()
            first = next(batches, None)
        return self._rest(first, batches)

    @staticmethod
    def _rest(first, batches):
        if first is not None:
            yield first
        while True:
            state = torch.get_rng_state()
            try:
                batch = next(batches)
            except StopIteration:
                return
            finally:
                torch.set_rng_state(state)
            yield batch


def make_loader(dataset, batch_size, shuffle, seed=0, num_workers=0):
    return _Restoring(dataset, batch_size=batch_size, shuffle=shuffle, num_workers=num_workers, seed=seed)


def split(dataset, test_fraction, seed):
    state = random.getstate()
    try:
        random.seed(seed)
        chosen = set(random.sample(range(len(dataset)), round(len(dataset) * test_fraction)))
    finally:
        random.setstate(state)
    rest = [index for index in range(len(dataset)) if index not in chosen]
    return Subset(dataset, rest), Subset(dataset, list(chosen))
