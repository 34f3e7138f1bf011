package lbm.manager.trigger;

import java.util.List;
import java.util.Locale;

/**
 * One field of a cron line: which of its values are meant.
 *
 * @param mask bit n: the value n is meant
 * @param any written as {@code *} or {@code ?}, with or without a step: the field does not restrict by itself
 * @param last {@code L} in the field of days: the last day of each month
 */
record CronField(long mask, boolean any, boolean last) {

    /** What a field may hold. */
    enum Range {
        SECOND("second", 0, 59, ""),
        MINUTE("minute", 0, 59, ""),
        HOUR("hour", 0, 23, ""),
        DAY("day of the month", 1, 31, ""),
        MONTH("month", 1, 12, "JAN,FEB,MAR,APR,MAY,JUN,JUL,AUG,SEP,OCT,NOV,DEC"),
        /** 0 and 7 are both Sunday. */
        WEEKDAY("day of the week", 0, 7, "SUN,MON,TUE,WED,THU,FRI,SAT");

        private final String label;
        private final int least;
        private final int most;
        /** In the order of their values, with commas. */
        private final String names;

        Range(String label, int least, int most, String names) {
            this.label = label;
            this.least = least;
            this.most = most;
            this.names = names;
        }

        private int value(String text) {
            List<String> known = List.of(names.split(",", -1));
            int named = text.isEmpty() ? -1 : known.indexOf(text.toUpperCase(Locale.ROOT));
            if (named >= 0) {
                return named + least;
            }
            if (!text.matches("\\d{1,4}")) {
                String hint = names.isEmpty() ? "" : " or " + known.get(0) + "-" + known.get(known.size() - 1);
                throw new IllegalArgumentException(
                        label + " `" + text + "` is not a number from " + least + " to " + most + hint);
            }
            int value = Integer.parseInt(text);
            if (value < least || value > most) {
                throw new IllegalArgumentException(label + " " + value + " is not from " + least + " to " + most);
            }
            return value;
        }
    }

    /** @throws IllegalArgumentException one line that names the field and what is wrong with it */
    static CronField parse(Range range, String text) {
        long mask = 0;
        boolean any = false;
        boolean last = false;
        for (String part : text.split(",", -1)) {
            if (range == Range.DAY && part.equalsIgnoreCase("L")) {
                last = true;
            } else {
                any |= part.startsWith("*") || part.startsWith("?");
                mask |= part(range, part);
            }
        }
        if (range == Range.WEEKDAY && (mask & 1L << 7) != 0) {
            mask = (mask & ~(1L << 7)) | 1;
        }
        return new CronField(mask, any, last);
    }

    private static long part(Range range, String part) {
        String[] stepped = part.split("/", -1);
        if (part.isEmpty() || stepped.length > 2) {
            throw new IllegalArgumentException(range.label + " `" + part + "` is not a value, a range or a step");
        }
        int step = stepped.length == 1 ? 1 : step(range, stepped[1]);
        String span = stepped[0];
        int from;
        int to;
        if (span.equals("*") || span.equals("?")) {
            from = range.least;
            to = range.most;
        } else {
            String[] ends = span.split("-", -1);
            if (ends.length > 2) {
                throw new IllegalArgumentException(range.label + " `" + span + "` is not a range");
            }
            from = range.value(ends[0]);
            // `5/10` goes on to the end, as Quartz and croner have it.
            to = ends.length == 2 ? range.value(ends[1]) : stepped.length == 2 ? range.most : from;
        }
        if (from > to) {
            throw new IllegalArgumentException(range.label + " range `" + span + "` runs backwards");
        }
        if (range == Range.WEEKDAY && !span.contains("-") && to == range.most && stepped.length == 2) {
            to = range.most - 1; // 7 is 0 over again: a step must not meet Sunday twice.
        }
        long mask = 0;
        for (int value = from; value <= to; value += step) {
            mask |= 1L << value;
        }
        return mask;
    }

    private static int step(Range range, String text) {
        if (!text.matches("0*[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException(range.label + " step `" + text + "` is not a whole number from 1");
        }
        return Integer.parseInt(text);
    }

    boolean has(int value) {
        return (mask & 1L << value) != 0;
    }

    /** The least meant value that is not below this one; -1: there is none. */
    int from(int value) {
        long rest = value > 63 ? 0 : mask >>> value;
        return rest == 0 ? -1 : value + Long.numberOfTrailingZeros(rest);
    }
}
