package dev.aftertalk.deploy.check;

import java.beans.Introspector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.MethodMetadata;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/**
 * The beans that Aftertalk's classes say they are, read from the class files: no class is loaded and nothing is made. Those of Camel, Spring and
 * of jars in {@code lib/} are not among them.
 */
public final class ScannedBeans implements KnownBeans {

    private static final String CLASSES = "classpath*:dev/aftertalk/**/*.class";

    /** By their names, the names of their classes. */
    private final Map<String, String> types = new TreeMap<>();

    /** Reads them. */
    public ScannedBeans() {
        MetadataReaderFactory reader = new CachingMetadataReaderFactory();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources(CLASSES)) {
                read(reader.getMetadataReader(file).getAnnotationMetadata());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(AnnotationMetadata type) {
        if (type.isAnnotated(Component.class.getName()) && !type.isAnnotation()) {
            Map<String, Object> values = type.getAnnotationAttributes(Component.class.getName());
            String given = values == null ? "" : String.valueOf(values.get("value"));
            String name = ClassUtils.getShortName(type.getClassName());
            types.put(given.isEmpty() ? Introspector.decapitalize(name) : given, type.getClassName());
        }
        for (MethodMetadata method : type.getAnnotatedMethods(Bean.class.getName())) {
            String[] given = (String[])
                    method.getAnnotationAttributes(Bean.class.getName()).get("name");
            types.put(given.length == 0 ? method.getMethodName() : given[0], method.getReturnTypeName());
        }
    }

    @Override
    public Set<String> names() {
        return types.keySet();
    }

    @Override
    public Optional<Class<?>> type(String name) {
        try {
            String type = types.get(name);
            return type == null
                    ? Optional.empty()
                    : Optional.of(Class.forName(type, false, getClass().getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isComplete() {
        return false;
    }
}
