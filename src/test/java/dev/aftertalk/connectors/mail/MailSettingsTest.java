package dev.aftertalk.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class MailSettingsTest {

    @Test
    void hasDefaultsForAllSettings() {
        MailSettings settings = bind(Map.of(), Map.of());
        assertThat(settings.server()).isEqualTo("localhost:587");
        assertThat(settings.security()).isEqualTo(MailSettings.Security.STARTTLS);
        assertThat(settings.authenticates()).isFalse();
        assertThat(settings.maxConnections()).isEqualTo(8);
    }

    @Test
    void readsEnvironmentVariablesThoughUnixSetsOneNamedMail() {
        MailSettings settings = bind(Map.of("MAIL", "/var/mail/root", "MAIL_HOST", "smtp.example.com"), Map.of());
        assertThat(settings.host()).isEqualTo("smtp.example.com");
    }

    @Test
    void neverPrintsThePassword() {
        assertThat(bind(Map.of(), Map.of("mail.password", "s3cret")).toString()).doesNotContain("s3cret");
    }

    @Test
    void tellsWhenThePasswordWouldGoInTheClear() {
        assertThat(unsafe("smtp.example.com", "none", "shop")).isTrue();
        assertThat(unsafe("smtp.example.com", "starttls", "shop")).isFalse();
        assertThat(unsafe("smtp.example.com", "none", "")).isFalse();
        assertThat(unsafe("localhost", "none", "shop")).isFalse();
        assertThat(unsafe("127.0.0.1", "none", "shop")).isFalse();
        assertThat(unsafe("127.evil.example", "none", "shop")).isTrue();
    }

    @Test
    void sendsFromTheUserWhenThatIsAnAddress(CapturedOutput output) {
        MailIdentity identity = new MailIdentity(bind(Map.of(), Map.of("mail.username", "shop@example.com")));
        assertThat(identity.from().toString()).isEqualTo("shop@example.com");
        assertThat(identity.domain()).isEqualTo("example.com");
        assertThat(output).doesNotContain("WARN");
    }

    @Test
    void sendsFromThisMachineAndWarnsWhenNothingSaysFromWhom(CapturedOutput output) {
        MailIdentity identity = new MailIdentity(bind(Map.of(), Map.of("mail.username", "shop")));
        assertThat(identity.from().getAddress()).isEqualTo("no-reply@" + identity.hostName());
        assertThat(output).contains("WARN", "mail.from is not set");
    }

    @ParameterizedTest
    @CsvSource({
        "::1, ::1, [::1]:587",
        "[2001:db8::1], 2001:db8::1, [2001:db8::1]:587",
        "::1%lo, ::1%lo, [::1%lo]:587",
        "mail_relay, mail_relay, mail_relay:587",
        "smtp.example.com., smtp.example.com., smtp.example.com.:587",
        "' smtp.example.com ', smtp.example.com, smtp.example.com:587",
        "mäil.example, xn--mil-qla.example, xn--mil-qla.example:587"
    })
    void takesAnyHostAResolverTakes(String written, String host, String shown) {
        MailSettings settings = bind(Map.of(), Map.of("mail.host", written));
        assertThat(settings.host()).isEqualTo(host);
        assertThat(settings.server()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "smtp.example.com:2525, mail.host=smtp.example.com and mail.port=2525",
        "localhost:,            mail.host=localhost",
        "[::1]:25,              mail.host=[::1] and mail.port=25",
        "smtp://smtp.example.com, such as smtp.example.com",
        "https://smtp.example.com:465/, such as smtp.example.com",
        "smtp.example.com/,     such as smtp.example.com",
        "shop@smtp.example.com, such as smtp.example.com",
        "'one.example, two.example', such as smtp.example.com",
        "smtp example com,      such as smtp.example.com"
    })
    void saysWhatToWriteForWhatIsMoreThanAHost(String written, String instead) {
        assertThatThrownBy(() -> bind(Map.of(), Map.of("mail.host", written)))
                .rootCause()
                .hasMessageContaining("mail.host is \"" + written + "\"")
                .hasMessageContaining(instead);
    }

    @Test
    void saysAtEhloTheNameThatIsSetOrAFullOne() throws Exception {
        assertThat(helo("shop.example").heloName(null)).isEqualTo("shop.example");
        assertThat(helo("[192.0.2.1]").heloName(null)).isEqualTo("[192.0.2.1]");
        assertThat(helo("[IPv6:2001:db8::1]").heloName(null)).isEqualTo("[IPv6:2001:db8::1]");
        MailIdentity found = helo("");
        String own = found.hostName();
        boolean full = own.contains(".") && !own.startsWith("localhost");
        assertThat(found.heloName(InetAddress.getByName("192.0.2.1"))).isEqualTo(full ? own : "[192.0.2.1]");
        assertThat(found.heloName(InetAddress.getByName("2001:db8::1")))
                .isEqualTo(full ? own : "[IPv6:2001:db8:0:0:0:0:0:1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "box", "localhost.localdomain", "my_host.example", "a b.example", "[box]"})
    void saysWhatToWriteForANameThatStrictServersRefuse(String name) {
        assertThatThrownBy(() -> helo(name))
                .hasMessageContaining("mail.helo-name is \"" + name + "\"")
                .hasMessageContaining("such as [192.0.2.1]");
    }

    private static MailIdentity helo(String name) {
        return new MailIdentity(bind(Map.of(), Map.of("mail.helo-name", name, "mail.from", "a@shop.example")));
    }

    @Test
    void takesASenderWithADisplayName() {
        MailIdentity identity = from("\"Shop, Équipe\" <hello@shop.example>");
        assertThat(identity.from().getPersonal()).isEqualTo("Shop, Équipe");
        assertThat(identity.from().toString()).isASCII();
        assertThat(from("Équipe <hello@shop.example>").from().getPersonal()).isEqualTo("Équipe");
    }

    @Test
    void saysWhatToWriteWhenTheSenderIsNoAddress() {
        for (String wrong : new String[] {"shop", "Shop, Nantes <hello@shop.example>", "a@b.example, c@d.example"}) {
            assertThatThrownBy(() -> from(wrong))
                    .hasMessageContaining("mail.from is \"" + wrong + "\"")
                    .hasMessageContaining("Write name@example.com or \"Name\" <name@example.com>");
        }
    }

    private static MailIdentity from(String from) {
        return new MailIdentity(bind(Map.of(), Map.of("mail.from", from)));
    }

    private static boolean unsafe(String host, String security, String username) {
        return bind(Map.of(), Map.of("mail.host", host, "mail.security", security, "mail.username", username))
                .exposesPassword();
    }

    private static MailSettings bind(Map<String, Object> environment, Map<String, Object> properties) {
        MutablePropertySources sources = new MutablePropertySources();
        sources.addLast(new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, environment));
        sources.addLast(new MapPropertySource("application", properties));
        return new Binder(ConfigurationPropertySources.from(sources)).bindOrCreate("mail", MailSettings.class);
    }
}
