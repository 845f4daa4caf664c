package dev.aftertalk.settings;

import dev.aftertalk.text.SavedText;
import dev.aftertalk.text.UnreadableFileException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.env.PropertiesPropertySourceLoader;
import org.springframework.boot.env.PropertySourceLoader;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/**
 * Reads {@code application.properties} as people save it: UTF-8, with a byte order mark or without, or UTF-16 with one, otherwise as
 * Windows' own encoding in the west, which holds what Java's old rule (ISO-8859-1) did. Spring alone reads every such file by that old
 * rule: {@code é} in UTF-8 becomes two other letters, and a byte order mark part of the first name, so that nothing is set by it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE) // of several loaders for one file Spring takes the first
class SettingsFileLoader implements PropertySourceLoader {

    private final PropertySourceLoader loader = new PropertiesPropertySourceLoader();

    @Override
    public String[] getFileExtensions() {
        return new String[] {"properties"};
    }

    /**
     * What a file sets.
     *
     * @throws UnreadableFileException for what can't be read as text, with what to do
     */
    @Override
    public List<PropertySource<?>> load(String name, Resource file) throws IOException {
        String lines;
        try {
            lines = SettingsLines.plain(text(bytes(file)));
        } catch (SavedText.NotReadable e) {
            throw new UnreadableFileException(place(file) + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new UnreadableFileException(place(file) + ":" + e.getMessage());
        }
        return loader.load(name, new Plain(lines, file));
    }

    /** Of a folder Spring's resource would give the names of what is in it, as if they were settings. */
    private static byte[] bytes(Resource file) throws IOException {
        if (!file.isFile()) {
            return file.getContentAsByteArray();
        }
        Path path = file.getFile().toPath();
        if (Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "it is a folder and has to be a file");
        }
        return Files.readAllBytes(path);
    }

    private static String place(Resource file) {
        try {
            return file.isFile() ? file.getFile().getPath() : file.getDescription();
        } catch (IOException e) {
            return file.getDescription();
        }
    }

    private static String text(byte[] bytes) throws SavedText.NotReadable {
        try {
            return SavedText.read(bytes, StandardCharsets.UTF_8);
        } catch (SavedText.NotReadable e) {
            if (SavedText.of(bytes, StandardCharsets.UTF_8).marked()) {
                throw e;
            }
            try {
                return SavedText.read(bytes, SavedText.ANSI);
            } catch (SavedText.NotReadable other) {
                throw e;
            }
        }
    }

    /** The lines as Spring reads them, under the name of the file. */
    private static final class Plain extends ByteArrayResource {

        private final Resource file;

        Plain(String lines, Resource file) {
            super(lines.getBytes(StandardCharsets.ISO_8859_1), file.getDescription());
            this.file = file;
        }

        @Override
        public String getFilename() {
            return file.getFilename();
        }

        @Override
        public String getDescription() {
            return file.getDescription();
        }

        @Override
        public File getFile() throws IOException {
            return file.getFile();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Plain plain && plain.file.equals(file);
        }

        @Override
        public int hashCode() {
            return file.hashCode();
        }
    }
}
