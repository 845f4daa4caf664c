package dev.aftertalk.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/** Has the settings checked once it is known which there are, and before the first bean, database or port. */
@Component
public class SettingsReader implements BeanFactoryPostProcessor, EnvironmentAware, Ordered {

    static final String FAULTS = "settingFaults";

    private static final Logger LOG = LoggerFactory.getLogger(SettingsReader.class);
    private static final String OURS = "-dev.aftertalk.";

    private ConfigurableEnvironment environment;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = (ConfigurableEnvironment) environment;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        List<Class<?>> records = records(beans);
        List<SettingFault> faults = new SettingsCheck(environment, records).check();
        faults.forEach(fault -> LOG.warn("{}", fault.problem()));
        List<String> doubts = Stream.of(
                        UnknownSettings.in(environment, records), QuotedSecrets.in(environment, records))
                .flatMap(List::stream)
                .toList();
        doubts.forEach(LOG::warn);
        MisnamedFiles.in(Path.of("")).forEach(LOG::warn);
        beans.registerSingleton(FAULTS, new Found(faults, doubts));
        beans.registerSingleton("currentSettings", new CurrentSettings(environment, records));
        beans.registerSingleton("secretFiles", new SecretFiles(environment, records));
        beans.registerSingleton("savedSettings", new SavedSettings(environment, records, faults));
    }

    private record Found(List<SettingFault> faults, List<String> doubts) implements SettingFaults {}

    /** Beans bound to settings have the name of their prefix and their class. */
    private static List<Class<?>> records(ConfigurableListableBeanFactory beans) {
        List<Class<?>> records = new ArrayList<>();
        Stream.of(beans.getBeanDefinitionNames())
                .filter(name -> name.contains(OURS))
                .map(name ->
                        ClassUtils.resolveClassName(name.substring(name.indexOf(OURS) + 1), beans.getBeanClassLoader()))
                .filter(type -> type.isRecord() && type.isAnnotationPresent(ConfigurationProperties.class))
                .forEach(records::add);
        return records;
    }
}
