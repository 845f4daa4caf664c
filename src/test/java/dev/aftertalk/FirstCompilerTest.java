package dev.aftertalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstCompilerTest {

    @Test
    void hasTheJvmLeaveItsSecondCompilerOut() throws Exception {
        String before = FirstCompiler.tell("compilerDirectivesPrint").toString();
        FirstCompiler.ask();
        try {
            String directives = FirstCompiler.tell("compilerDirectivesPrint").toString();
            assertThat(before).doesNotContain("Exclude:true");
            assertThat(directives.substring(directives.indexOf("c2 directives")))
                    .contains("Exclude:true");
        } finally {
            FirstCompiler.tell("compilerDirectivesRemove");
        }
        assertThat(FirstCompiler.tell("compilerDirectivesPrint")).hasToString(before);
    }

    @Test
    void isThereUnlessSomebodySaysOtherwise() {
        assertThat(FirstCompiler.isLeftToUs(
                        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:CICompilerCount=2", "-Xlog:gc")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:TieredStopAtLevel=4",
                "-XX:+TieredCompilation",
                "-XX:-TieredCompilation",
                "-Xint",
                "-Xcomp",
                "-XX:CompileCommand=exclude,a.B::*",
                "-XX:CompilationMode=quick-only",
                "-XX:Tier4InvocationThreshold=1000",
                "-XX:+UseJVMCICompiler",
                "TieredStopAtLevel=4", // as in a file that -XX:Flags names
                "-TieredCompilation"
            })
    void givesWayToWhatTheCommandLineSays(String argument) {
        assertThat(FirstCompiler.isLeftToUs(List.of("-Xmx256m", argument))).isFalse();
    }
}
