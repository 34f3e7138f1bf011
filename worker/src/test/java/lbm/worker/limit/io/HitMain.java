package lbm.worker.limit.io;

import java.nio.file.Path;
import lbm.worker.config.Ip;
import lbm.worker.limit.SharedWindows;

/** A process that counts as fast as it can, and says how many of its requests were within the limit. */
final class HitMain {

    private HitMain() {}

    /** Arguments: file, limit, requests (0: until killed). */
    public static void main(String[] args) throws Exception {
        int max = Integer.parseInt(args[1]);
        SharedFile file = SharedFile.open(Path.of(args[0]), 64, 900_000, max, System::nanoTime);
        System.out.println("open");
        System.in.read();
        long requests = Long.parseLong(args[2]);
        long allowed = 0;
        for (long i = 0; requests == 0 || i < requests; i++) {
            // One busy client, and beside it ever new ones, so that slots are claimed all the time.
            boolean within = SharedWindows.count(file.hit(new Ip(0, 1), file.nowMillis())) <= max;
            allowed += within ? 1 : 0;
            if (i % 50 == 0) {
                file.hit(new Ip(2, i), file.nowMillis());
            }
        }
        System.out.println(allowed);
    }
}
