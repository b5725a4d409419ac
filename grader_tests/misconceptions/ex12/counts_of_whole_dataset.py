"""A Subset has the labels of the dataset that it is a part of.

caught_by: test_class_counts_of_any_dataset
explanation: subset.dataset is the whole dataset, so items outside the part are counted too. Go over the
part's own items, dataset[i] for i in range(len(dataset)).
"""


def class_counts(dataset, num_classes=10):
    dataset = getattr(dataset, "dataset", dataset)
    counts = torch.zeros(num_classes, dtype=torch.int64)
    for index in range(len(dataset)):
        counts[int(dataset[index][1])] += 1
    return counts
