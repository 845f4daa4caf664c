package dev.aftertalk.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

/** What routes may use and call, by settings, and that it is the same while they run. */
class AllowListTest {

    private final MockEnvironment settings = new MockEnvironment();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec:ls",
                "language:simple:x",
                "controlbus:route?action=stop",
                "class:java.lang.Runtime",
                "bean:java.lang.Runtime",
                "file:/etc",
                "file:../elsewhere",
                "file:out/../../elsewhere",
                "file:routes/workflows",
                "file:data",
                "file:lib",
                "file:fast-start/1",
                "file:.",
                "freemarker:file:/etc/passwd",
                "velocity:file:../elsewhere/x.vm",
                "freemarker:file://data/node",
                "xslt:file:application.properties"
            })
    void refusesWhatWouldRunCodeOrLeaveTheFolder(String uri) {
        assertThat(new AllowList(settings).refusal(uri)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "direct:x",
                "http:api.test/x",
                "bean:satisfaction?method=store",
                "file:out",
                "file:out/{{day}}",
                "freemarker:file:routes/texts/note.ftl",
                "freemarker:note.ftl",
                "freemarker:http://templates.test/note.ftl",
                "smtp:mail-server",
                "kamelet:email-sink",
                "log:a.b.C"
            })
    void takesWhatIsHarmless(String uri) {
        assertThat(new AllowList(settings).refusal(uri)).isEmpty();
    }

    @Test
    void takesWhatASettingAllows() {
        settings.setProperty("routes.allowed-components", "language, file;class,groovy");

        AllowList allowed = new AllowList(settings);

        assertThat(allowed.refusal("language:simple:x")).isEmpty();
        assertThat(allowed.refusal("file:/srv/out")).isEmpty();
        assertThat(allowed.refusalOfClass("java.lang.Runtime")).isEmpty();
        assertThat(allowed.refusalOfLanguage("groovy")).isEmpty();
        assertThat(allowed.refusalOfLanguage("spel")).hasValueSatisfying(why -> assertThat(why)
                .contains("the language 'spel' is not allowed in routes", "routes.allowed-components"));
    }

    @Test
    void callsTheListedHostsAndThoseOfTheSystemsAlone() {
        settings.setProperty("routes.allowed-hosts", "api.example.com, *.example.org, crm");
        settings.setProperty("jira.url", "https://acme.atlassian.net/x");
        settings.setProperty("mail.host", "mail.acme.test");

        AllowList allowed = new AllowList(settings);

        for (String right : new String[] {
            "http:api.example.com/x",
            "https://api.example.com:8443/x?y=z",
            "http://a.example.org",
            "https:acme.atlassian.net/rest",
            "smtp://mail.acme.test:25",
            "http:{{my.host}}/x",
            "http:crm:8080/x",
            "https://api.example.com/x?host=shop",
            "http:api.example.com/x?proxyHost=crm",
            "smtp:mail-server?javaMailSender=#mailSender",
            "http:user@api.example.com/x"
        }) {
            assertThat(allowed.refusal(right)).as(right).isEmpty();
        }
        for (String wrong : new String[] {
            "http:evil.test/x",
            "https://api.example.com.evil.test",
            "http:api.example.com@evil.test/x",
            "http://evil.test/?x=api.example.com",
            "http:evil.test:8080/x",
            "http:api.example.com/x?proxyHost=evil.test",
            "http:?httpUri=https://evil.test/x",
            "http:api.example.com/x?oauth2TokenEndpoint=https://evil.test/token",
            "smtp:mail-server.evil.test",
            "smtp:mail-server?host=evil.test",
            "smtp:mail-server?mail.smtp.host=evil.test",
            "smtp:mail-server?mail.smtp.socks.host=evil.test"
        }) {
            assertThat(allowed.refusal(wrong)).as(wrong).hasValueSatisfying(why -> assertThat(why)
                    .contains("evil.test' may not be called from routes", "routes.allowed-hosts"));
        }
    }

    @Test
    void refusesAnAddressThatIsOnlyKnownWhileTheRouteRuns() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            new AllowListGuard(settings).configure(context);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:x").toD("${body}");
                }
            });
            context.start();

            assertThatThrownBy(() -> context.createProducerTemplate().sendBody("direct:x", "file:/etc"))
                    .hasStackTraceContaining("file: may only use folders below the one Aftertalk is started in");
            assertThatThrownBy(() -> context.getEndpoint("controlbus:route"))
                    .hasStackTraceContaining("the component 'controlbus' is not allowed in routes");
        }
    }
}
