package lbm.manager.cli;

import java.util.ArrayList;
import java.util.List;

/** Text in columns: as wide as needed, two spaces between, and what does not fit the terminal left out by rank. */
final class Table {
    private static final int GAP = 2;

    /**
     * Title and behaviour of one column.
     *
     * @param right numbers stand at the right
     * @param rank 0 stays always; of the others the highest goes first
     */
    record Column(String title, boolean right, int rank) {}

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    /**
     * One text.
     *
     * @param paint escape sequence in front, empty for none
     */
    record Cell(String text, String paint) {
        static Cell of(String text) {
            return new Cell(text, "");
        }
    }

    Table(List<Column> columns) {
        this.columns = columns;
    }

    void add(List<Cell> row) {
        rows.add(row);
    }

    /**
     * The whole table, each line ended.
     *
     * @param width columns of the terminal; 0: no limit
     */
    String render(int width, boolean colour) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns.get(i).title().length();
            for (List<Cell> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).text().length());
            }
        }
        fit(widths, width);
        StringBuilder out = new StringBuilder();
        List<Cell> titles = new ArrayList<>();
        for (Column column : columns) {
            titles.add(new Cell(column.title(), Paint.BOLD));
        }
        line(out, titles, widths, colour);
        for (List<Cell> row : rows) {
            line(out, row, widths, colour);
        }
        return out.toString();
    }

    /** Sets columns to 0 wide until the rest fits. */
    private void fit(int[] widths, int width) {
        while (width > 0 && total(widths) > width) {
            int drop = -1;
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > 0
                        && columns.get(i).rank() > 0
                        && (drop < 0
                                || columns.get(i).rank() > columns.get(drop).rank())) {
                    drop = i;
                }
            }
            if (drop < 0) {
                return;
            }
            widths[drop] = 0;
        }
    }

    private static int total(int[] widths) {
        int sum = -GAP;
        for (int width : widths) {
            sum += width > 0 ? width + GAP : 0;
        }
        return sum;
    }

    private void line(StringBuilder out, List<Cell> cells, int[] widths, boolean colour) {
        int start = out.length();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] == 0) {
                continue;
            }
            if (out.length() > start) {
                out.append(" ".repeat(GAP));
            }
            Cell cell = cells.get(i);
            String pad = " ".repeat(widths[i] - cell.text().length());
            String text = colour ? Paint.paint(cell.paint(), cell.text()) : cell.text();
            out.append(columns.get(i).right() ? pad : "")
                    .append(text)
                    .append(columns.get(i).right() ? "" : pad);
        }
        while (out.length() > start && out.charAt(out.length() - 1) == ' ') {
            out.setLength(out.length() - 1);
        }
        out.append('\n');
    }
}
