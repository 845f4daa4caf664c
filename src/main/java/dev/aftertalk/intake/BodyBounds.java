package dev.aftertalk.intake;

import dev.aftertalk.web.OpenArea;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.tomcat.util.buf.UDecoder;
import org.apache.tomcat.util.http.RequestUtil;

/** How large the body of a request may be, by its address, and whose places it takes while it arrives. */
final class BodyBounds {

    private static final BooleanSupplier ALWAYS = () -> true;

    private final String webhook;
    private final List<String> large;
    private final Bound ofWebhook;
    private final Bound ofApi;
    private final Bound ofForms;

    /**
     * @param contextPath what comes before every address; empty for nothing
     * @param areas where extensions take what other systems would
     * @param wanted whether a webhook's body is worth reading now
     */
    BodyBounds(
            String contextPath,
            WebhookSettings webhooks,
            WebSettings web,
            ArrivingBodies arriving,
            List<OpenArea> areas,
            BooleanSupplier wanted) {
        webhook = contextPath + WebhookFilter.PATH;
        large = Stream.concat(Stream.of("/api", "/mcp"), areas.stream().map(OpenArea::path))
                .map(path -> contextPath + path + "/")
                .toList();
        ofWebhook = new Bound((int) webhooks.maxBody().toBytes(), arriving.ofWebhooks(), wanted);
        ofApi = new Bound((int) web.maxApiBody().toBytes(), arriving.ofOthers(), ALWAYS);
        ofForms = new Bound((int) web.maxForm().toBytes(), arriving.ofOthers(), ALWAYS);
    }

    /** @param address as it was sent, without the query */
    Bound of(String address) {
        String path = address == null ? "" : plain(address);
        if (path.startsWith(webhook) && (path.length() == webhook.length() || path.equals(webhook + "/"))) {
            return ofWebhook;
        }
        return large.stream().anyMatch((path + "/")::startsWith) ? ofApi : ofForms;
    }

    /** The address as the web server will understand it, however it is spelled. */
    private static String plain(String address) {
        if (address.indexOf('%') < 0
                && address.indexOf(';') < 0
                && !address.contains("//")
                && !address.contains("/.")) {
            return address;
        }
        try {
            String path = UDecoder.URLDecode(address.replaceAll(";[^/]*", ""), StandardCharsets.UTF_8);
            String normal = RequestUtil.normalize(path);
            return normal == null ? "" : normal;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /**
     * @param limit the most bytes
     * @param wanted whether a body is worth reading now
     */
    record Bound(int limit, BodyPlaces places, BooleanSupplier wanted) {}
}
