package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HeapTest {

    @Test
    void readsTheTotalOfAllClasses() {
        assertThat(
                        Heap.used(
                                """
                        4711:
                         num     #instances         #bytes  class name (module)
                        -------------------------------------------------------
                           1:        123456       41943040  [B (java.base@17.0.15)
                           2:          4711        1048576  Total
                        Total        128167       42991616
                        """))
                .isEqualTo(41);
    }

    @Test
    void knowsNothingOfWhatItDoesNotUnderstand() {
        assertThat(Heap.used("Unable to open socket file")).isNaN();
    }

    @Test
    void asksARunningJvm() throws InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        byte[] held = new byte[8 << 20];
        assertThat(new Heap(java.toString())
                        .afterCollection(ProcessHandle.current().pid()))
                .isBetween(8.0, 2000.0);
        assertThat(held).isNotEmpty();
    }
}
