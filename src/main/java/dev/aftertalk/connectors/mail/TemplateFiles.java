package dev.aftertalk.connectors.mail;

import dev.aftertalk.text.SavedText;
import freemarker.cache.TemplateLoader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads templates as editors and deployments leave them: with a byte order mark, with the ending in capitals, and behind links that are moved
 * to another version (a ConfigMap of Kubernetes, a link to the current release). So nothing of where the folder is is kept.
 */
final class TemplateFiles implements TemplateLoader {

    /** A template may say that it is written in another encoding. */
    private static final Pattern OWN_ENCODING = Pattern.compile("\\A\\s*<#ftl\\b[^>]*\\bencoding\\b");

    private final Path folder;

    TemplateFiles(Path folder) {
        this.folder = folder;
    }

    /** One version of a file: another one is another source to FreeMarker, also when it is no newer. */
    private record Version(Path name, Path real, long modified, long size, Object key) {}

    @Override
    public Object findTemplateSource(String name) throws IOException {
        Path named = folder.resolve(name).normalize();
        if (!named.startsWith(folder.normalize())) {
            return null;
        }
        Path file = Files.isRegularFile(named) ? named : inOtherCase(named);
        if (file == null) {
            return null;
        }
        var attributes = Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class);
        return new Version(
                file,
                file.toRealPath(),
                attributes.lastModifiedTime().toMillis(),
                attributes.size(),
                Objects.requireNonNullElse(attributes.fileKey(), ""));
    }

    /** The only file whose name is the same but for capitals; null when there is none or several. */
    private static Path inOtherCase(Path named) throws IOException {
        if (!Files.isDirectory(named.getParent())) {
            return null;
        }
        String name = named.getFileName().toString();
        try (Stream<Path> files = Files.list(named.getParent())) {
            List<Path> same = files.filter(file -> file.getFileName().toString().equalsIgnoreCase(name))
                    .filter(Files::isRegularFile)
                    .limit(2)
                    .toList();
            return same.size() == 1 ? same.get(0) : null;
        }
    }

    @Override
    public long getLastModified(Object source) {
        return ((Version) source).modified();
    }

    @Override
    public Reader getReader(Object source, String encoding) throws IOException {
        return new StringReader(text(Files.readAllBytes(((Version) source).name()), Charset.forName(encoding)));
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
        return "the folder " + folder;
    }

    @Override
    public void closeTemplateSource(Object source) {}
}
