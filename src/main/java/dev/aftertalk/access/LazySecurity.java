package dev.aftertalk.access;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.core.Ordered;

/** Has the beans that Spring Security defines made when they are first needed. */
final class LazySecurity implements BeanFactoryPostProcessor, Ordered {

    private static final String PACKAGE = "org.springframework.security.";

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        for (String name : beans.getBeanDefinitionNames()) {
            if (beans.getBeanDefinition(name) instanceof AbstractBeanDefinition definition
                    && isTheirs(beans, definition)) {
                definition.setLazyInit(true);
            }
        }
    }

    private static boolean isTheirs(ConfigurableListableBeanFactory beans, AbstractBeanDefinition definition) {
        String type = definition.getBeanClassName();
        if (type == null && definition.getFactoryBeanName() != null) {
            type = beans.getBeanDefinition(definition.getFactoryBeanName()).getBeanClassName();
        }
        return type != null && type.startsWith(PACKAGE);
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
