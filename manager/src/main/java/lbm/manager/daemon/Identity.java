package lbm.manager.daemon;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What makes this home's processes recognisable: kept in the state file, the same for every manager of the home.
 *
 * @param home marks processes as of this home
 * @param token what a worker says on its link
 */
record Identity(String home, String token) {

    static Identity fresh() {
        SecureRandom random = new SecureRandom();
        return new Identity(hex(random, 8), hex(random, 16));
    }

    private static String hex(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
