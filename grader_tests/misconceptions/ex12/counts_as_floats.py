"""torch.zeros is a place to count in.

caught_by: test_class_counts, test_class_counts_of_any_dataset
explanation: torch.zeros gives float32. Counts are whole numbers: say dtype=torch.int64.
"""


def class_counts(dataset, num_classes=10):
    counts = torch.zeros(num_classes)
    for index in range(len(dataset)):
        counts[int(dataset[index][1])] += 1
    return counts
