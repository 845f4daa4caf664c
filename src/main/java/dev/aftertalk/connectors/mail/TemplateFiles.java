package dev.aftertalk.connectors.mail;

import dev.aftertalk.text.SavedText;
import freemarker.cache.TemplateLoader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Gives FreeMarker the templates as editors and deployments leave them: with a byte order mark, and with the ending in capitals. */
final class TemplateFiles implements TemplateLoader {

    /** A template may say that it is written in another encoding. */
    private static final Pattern OWN_ENCODING = Pattern.compile("\\A\\s*<#ftl\\b[^>]*\\bencoding\\b");

    private final TemplateSource source;

    TemplateFiles(TemplateSource source) {
        this.source = source;
    }

    /** One version of a file: another one is another source to FreeMarker. */
    private record Version(String name, byte[] bytes) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Version version && name.equals(version.name) && Arrays.equals(bytes, version.bytes);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    @Override
    public Object findTemplateSource(String name) {
        Map<String, byte[]> templates = source.templates();
        byte[] bytes = templates.get(name);
        return bytes == null ? inOtherCase(templates, name) : new Version(name, bytes);
    }

    /** The only file whose name is the same but for capitals; null when there is none or several. */
    private static Version inOtherCase(Map<String, byte[]> templates, String name) {
        List<Version> same = templates.entrySet().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(name))
                .map(each -> new Version(each.getKey(), each.getValue()))
                .toList();
        return same.size() == 1 ? same.get(0) : null;
    }

    /** It is told from others by what is in it alone. */
    @Override
    public long getLastModified(Object version) {
        return 0;
    }

    @Override
    public Reader getReader(Object version, String encoding) throws IOException {
        return new StringReader(text(((Version) version).bytes(), Charset.forName(encoding)));
    }

    private static String text(byte[] bytes, Charset encoding) throws IOException {
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        boolean says = OWN_ENCODING.matcher(latin).find();
        return says && !SavedText.of(bytes, encoding).marked()
                ? new String(bytes, encoding)
                : SavedText.read(bytes, encoding);
    }

    /** For FreeMarker's messages. */
    @Override
    public String toString() {
        return "the folder of the mail templates";
    }

    @Override
    public void closeTemplateSource(Object version) {}
}
