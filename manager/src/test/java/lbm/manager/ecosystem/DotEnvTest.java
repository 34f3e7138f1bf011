package lbm.manager.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotEnvTest {

    @Test
    void everyFormOfLineIsRead() throws DotEnv.BadLine {
        assertEquals("""
                {A=1, B=two words, C=, D=#5, E=a#b, F=x # y, G=a"b, H=line
                next\ttab "q" \\ $HOME, I=raw \\n ${X}
                more, J=${A}/x, K.L-M=v, N=last}""", DotEnv.parse("""
                        # comment
                          A=1
                        export B = two words   # said
                        C=
                        D="#5"
                        E=a#b
                        F='x # y' # why
                        G=a"b
                        H="line\\nnext\\ttab \\"q\\" \\\\ \\$HOME"

                        I='raw \\n ${X}
                        more'
                        J=${A}/x
                        K.L-M=v
                        N=first
                        N=last""").toString());
    }

    @Test
    void windowsLineEndsAndAByteOrderMarkDoNotCount() throws DotEnv.BadLine {
        assertEquals(Map.of("A", "1", "B", "x\ny", "C", ""), DotEnv.parse("\ufeffA=1\r\nB=\"x\r\ny\"\r\n\r\nC=\r\n"));
        assertEquals(Map.of(), DotEnv.parse(""));
        assertEquals(Map.of("A", ""), DotEnv.parse("A= # nothing"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "2 has no = | A=1;nonsense",
                "1 begins with no name of a variable | 1A=1",
                "1 begins with no name of a variable | =1",
                "2 has a quote that is not closed | A=1;B=\"x;C=2",
                "1 goes on after the closing quote | A='x'y",
                "2 goes on after the closing quote | A='x;z' y",
            })
    void whatIsNoLineIsToldWithItsNumber(String told, String lines) {
        DotEnv.BadLine bad = assertThrows(DotEnv.BadLine.class, () -> DotEnv.parse(lines.replace(';', '\n')));
        assertEquals(told, bad.line() + " " + bad.why());
    }

    @Test
    void theFilesLieUnderEnv() {
        FakeDisk disk = FakeDisk.FULL.withText("/site/.env", "A=file\nB=file\nPORT=80\n");
        String text = "apps: [{script: a.py, env_file: .env, env: {B: env}, env_x: {C: x}}]";
        assertEquals(
                Map.of("A", "file", "B", "env", "PORT", "80", "PYTHONUNBUFFERED", "1"),
                Reading.app(Reading.of(text, disk)).env());
    }

    @Test
    void aFileThatCannotBeReadIsAProblem() {
        FakeDisk disk = FakeDisk.FULL.withText("/site/b.env", "A=1\nB");
        assertEquals(
                List.of(
                        "ecosystem.yaml:1:35: apps[0].env_file[0]: \"a.env\" names no file that can be read (/site/a.env); "
                                + "expected a file of NAME=value lines, UTF-8, at most 1 MB",
                        "ecosystem.yaml:1:42: apps[0].env_file[1]: \"b.env\" cannot be used: line 2 has no =; "
                                + "expected NAME=value lines"),
                Reading.problems(Reading.of("apps: [{script: a.py, env_file:  [a.env, b.env]}]", disk)));
    }
}
