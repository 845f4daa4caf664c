package dev.aftertalk.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.text.MailAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {

    private final MailAddress addresses = new MailAddress();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zoe@example.com",
                " zoe@example.com\n",
                "zoe.o'neil+chat@mail.example.co.uk",
                "root@localhost",
                "\"zoe,chat\"@example.com",
                "zoe@xn--exmple-cua.fr"
            })
    void takesOnePlainAddress(String text) {
        assertThat(addresses.refuses(text)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "zoe",
                "@example.com",
                "zoe@",
                "zoe@example",
                "zoe@example..com",
                "zoe@-example.com",
                "zoe@example.com.",
                "zoe@[10.0.0.1]",
                "zoe@10.0.0.1",
                "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz@example.com",
                "zoe @example.com",
                "zoe@exam ple.com",
                "zoe@example.com, eve@example.com",
                "zoe@example.com;eve@example.com",
                "zoe,eve@example.com",
                "Zoe <zoe@example.com>",
                "<zoe@example.com>",
                "zoe@example.com\r\nBcc: eve@example.com",
                "zoe\r\n@example.com",
                "zoe@example.com (home)",
                "friends: zoe@example.com;",
                "zoe@eve@example.com",
                "zoë@example.com",
                "zoe@example.com\u0000"
            })
    void refusesAnythingElse(String text) {
        assertThat(addresses.refuses(text)).isTrue();
    }

    @Test
    void refusesAnAddressLongerThanSmtpAllows() {
        String longest =
                "z".repeat(64) + "@" + "a".repeat(60) + "." + "b".repeat(60) + "." + "c".repeat(60) + ".example";
        assertThat(longest.length()).isLessThanOrEqualTo(256);
        assertThat(addresses.refuses("z@" + "a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(63) + ".example"))
                .isFalse();
        assertThat(addresses.refuses("z".repeat(64) + "@" + "a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(63)
                        + ".example"))
                .isTrue();
    }

    @Test
    void spellsAMailboxInOneWay() {
        assertThat(MailAddress.mailbox(" Zoe.D+x@EXÄMPLE.fr ")).isEqualTo("zoe.d+x@xn--exmple-cua.fr");
        assertThat(MailAddress.mailbox("zoe.d+x@xn--exmple-cua.fr")).isEqualTo("zoe.d+x@xn--exmple-cua.fr");
        assertThat(MailAddress.mailbox("zoe")).isNull();
        assertThat(MailAddress.mailbox(null)).isNull();
    }

    @Test
    void givesTheAddressAsOtherSystemsTakeIt() {
        assertThat(MailAddress.ascii(" Zoe.D+x@EXÄMPLE.fr ")).isEqualTo("Zoe.D+x@xn--exmple-cua.fr");
        assertThat(MailAddress.ascii("zoe@4.example.com2")).isEqualTo("zoe@4.example.com2");
        assertThat(MailAddress.ascii("zoe")).isNull();
        assertThat(MailAddress.ascii(null)).isNull();
    }

    @Test
    void writesTheDomainInAscii() {
        assertThat(MailAddress.parse("zoe@exämple.fr").getAddress()).isEqualTo("zoe@xn--exmple-cua.fr");
    }
}
