from ansible.module_utils.basic import AnsibleModule


def main(flag):
    module = AnsibleModule(argument_spec={})
    if flag:
        y = 1
    else:
        module.fail_json(msg="no")
    if module.check_mode:
        module.exit_json(changed=False)
    return y


def another_method(module, flag):
    if flag:
        y = 1
    else:
        module.warn("no")
    return y  # NSA201: y


# not run: Ansible is not installed
