"""What the two data sets are, to the byte: the full FashionMNIST and the sample embedded in this package.

The digests are of the unpacked files, since the archives differ from one distributor to the next. Those of
the sample are what `python -m autograder.data.make_sample` prints.
"""

from autograder.data.idx import DataSet, IdxFile

CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
SIDE = 28  # pixels

TRAIN_IMAGES = "train-images-idx3-ubyte"
TRAIN_LABELS = "train-labels-idx1-ubyte"
TEST_IMAGES = "t10k-images-idx3-ubyte"
TEST_LABELS = "t10k-labels-idx1-ubyte"


def data_set(train: int, test: int, digests: tuple[str, str, str, str]) -> DataSet:
    """Return the description of a set of that many images; the digests stand in the order of the fields."""
    return DataSet(
        train_images=IdxFile(name=TRAIN_IMAGES, shape=(train, SIDE, SIDE), sha256=digests[0]),
        train_labels=IdxFile(name=TRAIN_LABELS, shape=(train,), sha256=digests[1]),
        test_images=IdxFile(name=TEST_IMAGES, shape=(test, SIDE, SIDE), sha256=digests[2]),
        test_labels=IdxFile(name=TEST_LABELS, shape=(test,), sha256=digests[3]),
    )


FULL = data_set(
    60_000,
    10_000,
    (
        "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
        "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
        "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
        "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    ),
)
SAMPLE = data_set(
    6_000,
    2_000,
    (
        "697c04572905eac443c0f271f8966f856ad3eadc8b0940bca92a8abb35197ea6",
        "5f56e302b5b368e3de7323f6b585e0e8323af7ee901a41aa5ad1d647590af8d8",
        "1019dbad2e502d4ade0de041778f1f87d7e5a70f2711c66df31807ce54530b4f",
        "1494af875df37d5350bc5e571d89763c0bfe4a503e3276c67202b6ca21f3fbdd",
    ),
)
