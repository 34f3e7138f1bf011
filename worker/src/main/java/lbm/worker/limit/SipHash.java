package lbm.worker.limit;

/**
 * SipHash-2-4 of 16 bytes (Aumasson and Bernstein, 2012). Whoever does not know the key cannot choose addresses that meet
 * in one place of a table.
 */
final class SipHash {

    private static final int LENGTH = 16;

    private SipHash() {}

    static long of(long key0, long key1, long first, long second) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;
        for (int block = 0; block < 4; block++) {
            // The two blocks, the one that says the length, and the four rounds at the end.
            long m =
                    switch (block) {
                        case 0 -> first;
                        case 1 -> second;
                        case 2 -> (long) LENGTH << 56;
                        default -> 0;
                    };
            int rounds = block == 3 ? 4 : 2;
            if (block == 3) {
                v2 ^= 0xff;
            }
            v3 ^= m;
            for (int i = 0; i < rounds; i++) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= m;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
