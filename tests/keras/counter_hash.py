"""Numbers that are a pure function of (seed, stream, index), as tests/support_lib/hash_random.c
has them: initial weights, batches, signs and places are the same here and there without a file.

The mixer is splitmix64's finaliser (Steele, Lea and Flood 2014). FIXED_VECTORS is what both sides
must give; tests/support_lib/test_hash_random.c has the same numbers.
"""

import numpy as np

GOLDEN = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1

# (seed, stream, index, word)
FIXED_VECTORS = [
    (0, 0, 0, 0x943AFB10D107F8FD),
    (1, 2, 3, 0xDE85FE9D6821A67D),
    (7, 100, 20_909_233, 0x9B95A844C28A8C7F),
    (MASK, MASK, MASK, 0xDAC36E146DCC2A6B),
]


def _mix(x):
    x = x ^ (x >> np.uint64(30))
    x = x * np.uint64(0xBF58476D1CE4E5B9)
    x = x ^ (x >> np.uint64(27))
    x = x * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _mix_one(x):
    return int(_mix(np.array([x & MASK], np.uint64))[0])


def words(seed, stream, indices):
    """64 random bits for every index."""
    base = _mix_one(_mix_one(seed + GOLDEN) + stream * GOLDEN + 1)
    indices = np.asarray(indices, np.uint64)
    return _mix(np.uint64(base) + indices * np.uint64(GOLDEN))


def signed(seed, stream, count):
    """The numbers of indices 0 to count - 1, in [-1, 1)."""
    found = words(seed, stream, np.arange(count, dtype=np.uint64))
    return (found >> np.uint64(11)).astype(np.float64) * 2.0**-52 - 1


def below(seed, stream, count, bound):
    """Whole numbers of indices 0 to count - 1, in [0, bound)."""
    found = words(seed, stream, np.arange(count, dtype=np.uint64))
    return (found % np.uint64(bound)).astype(np.int64)


def check():
    for seed, stream, index, word in FIXED_VECTORS:
        found = int(words(seed, stream, [index])[0])
        if found != word:
            raise SystemExit(f"hash of {seed}, {stream}, {index}: {found:#x} instead of {word:#x}")
    if signed(1, 2, 4)[3] != float.fromhex("0x1.7a17fa75a0868p-1") or below(1, 2, 4, 10)[3] != 9:
        raise SystemExit("the hash is right, and what is made of it is wrong")


if __name__ == "__main__":
    check()
    print(f"{len(FIXED_VECTORS)} fixed vectors agree")
